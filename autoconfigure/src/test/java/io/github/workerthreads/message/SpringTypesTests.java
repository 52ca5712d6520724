package io.github.workerthreads.message;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ResponseStatusException;

import io.github.workerthreads.worker.DataCloneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for types of Spring that applications send and receive.
 */
@ParameterizedClass
@EnumSource
class SpringTypesTests {

	@Parameter
	Clones clones;

	@Test
	void responseEntityIsCopied() {
		ResponseEntity<Probe> original = ResponseEntity.created(URI.create("/probes/1"))
			.contentType(MediaType.APPLICATION_JSON)
			.header("X-Name", "a", "b")
			.body(new Probe(1));
		ResponseEntity<Probe> copy = this.clones.clone("response", original);
		assertThat(copy).isEqualTo(original).isNotSameAs(original);
		original.getBody().change(2);
		assertThat(copy.getBody()).isEqualTo(new Probe(1));
		assertThat(copy.getStatusCode()).isEqualTo(HttpStatus.CREATED);
		assertThat(copy.getHeaders().get("x-name")).containsExactly("a", "b");
		assertThat(copy.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
	}

	@Test
	void headersStayCaseInsensitiveAndApart() {
		HttpHeaders original = new HttpHeaders();
		original.add("Content-Type", "text/plain;charset=utf-8");
		original.add("X-One", "1");
		HttpHeaders copy = this.clones.clone("headers", original);
		original.set("x-one", "changed");
		assertThat(copy.getFirst("X-ONE")).isEqualTo("1");
		copy.set("CONTENT-TYPE", "image/png");
		assertThat(copy.headerNames()).hasSize(2);
		assertThat(copy.getContentType()).isEqualTo(MediaType.IMAGE_PNG);
		assertThat(original.getContentType()).isEqualTo(MediaType.parseMediaType("text/plain;charset=utf-8"));
	}

	@Test
	void cachedViewsOfCaseInsensitiveMapShowTheCopy() {
		LinkedCaseInsensitiveMap<Probe> original = new LinkedCaseInsensitiveMap<>();
		original.put("One", new Probe(1));
		assertThat(original.keySet()).hasSize(1);
		assertThat(original.values()).hasSize(1);
		assertThat(original.entrySet()).hasSize(1);
		LinkedCaseInsensitiveMap<Probe> copy = this.clones.clone("map", original);
		copy.put("TWO", new Probe(2));
		assertThat(copy.keySet()).containsExactly("One", "TWO");
		assertThat(copy.values()).containsExactly(new Probe(1), new Probe(2));
		assertThat(copy.entrySet()).hasSize(2);
		assertThat(copy.get("one")).isEqualTo(new Probe(1)).isNotSameAs(original.get("one"));
		assertThat(original.keySet()).containsExactly("One");
	}

	@Test
	void multiValueMapIsCopied() {
		MultiValueMap<String, Probe> original = new LinkedMultiValueMap<>();
		original.add("a", new Probe(1));
		MultiValueMap<String, Probe> copy = this.clones.clone("map", original);
		original.add("a", new Probe(2));
		original.getFirst("a").change(3);
		assertThat(copy).isInstanceOf(LinkedMultiValueMap.class).isEqualTo(Map.of("a", List.of(new Probe(1))));
	}

	@Test
	void parametersOfMediaTypeStayCaseInsensitive() {
		MediaType original = MediaType.parseMediaType("text/plain;Charset=utf-8;a=b");
		MediaType copy = this.clones.clone("type", original);
		assertThat(copy).isEqualTo(original);
		assertThat(copy.getParameter("CHARSET")).isEqualTo("utf-8");
		assertThat(copy.getCharset()).isEqualTo(original.getCharset());
	}

	@Test
	void pageIsCopied() {
		Page<Probe> original = new PageImpl<>(new ArrayList<>(List.of(new Probe(1))),
				PageRequest.of(1, 5, Sort.by("name").descending()), 6);
		Page<Probe> copy = this.clones.clone("page", original);
		assertThat(copy).isEqualTo(original).isNotSameAs(original);
		original.getContent().get(0).change(2);
		assertThat(copy.getContent()).containsExactly(new Probe(1));
		assertThat(copy.getSort().getOrderFor("name").isDescending()).isTrue();
	}

	@Test
	void smallTypesAreEqual() {
		for (Object original : List.of(HttpMethod.GET, HttpStatus.OK, DataSize.ofMegabytes(1), Sort.unsorted(),
				PageRequest.of(0, 1), ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "taken"))) {
			assertThat(this.clones.clone("value", original)).isEqualTo(original);
		}
	}

	@Test
	void responseStatusExceptionIsCopied() {
		ResponseStatusException original = new ResponseStatusException(HttpStatus.CONFLICT, "taken",
				new IllegalStateException("cause"));
		ResponseStatusException copy = this.clones.cloneThrowable(original);
		assertThat(copy).isNotSameAs(original).hasMessage(original.getMessage()).hasRootCauseMessage("cause");
		assertThat(copy.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
		assertThat(copy.getBody()).isEqualTo(original.getBody()).isNotSameAs(original.getBody());
	}

	@Test
	void requestsAndUploadsAreRefused() {
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.clones.clone("request", new MockHttpServletRequest()))
			.withMessageContaining("belongs to a request");
		assertThatExceptionOfType(DataCloneException.class)
			.isThrownBy(() -> this.clones.clone("file", new MockMultipartFile("file", new byte[1])))
			.withMessageContaining("send its bytes");
	}

}
