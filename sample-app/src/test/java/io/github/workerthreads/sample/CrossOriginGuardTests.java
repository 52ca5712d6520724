package io.github.workerthreads.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CrossOriginGuard}.
 */
class CrossOriginGuardTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/runaway");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	CrossOriginGuardTests() {
		this.request.addHeader("Host", "localhost:8080");
	}

	@Test
	void programThatIsNoBrowserPasses() throws Exception {
		assertThat(passes()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "same-origin, true", "none, true", "cross-site, false", "same-site, false" })
	void browserSaysWhereTheRequestComesFrom(String site, boolean passes) throws Exception {
		this.request.addHeader("Sec-Fetch-Site", site);
		assertThat(passes()).isEqualTo(passes);
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080, true", "http://LOCALHOST:8080, true", "http://localhost:9090, false",
			"http://localhost, false", "https://example.org, false", "null, false", "'', false", "http:// , false" })
	void olderBrowserSaysItsOrigin(String origin, boolean passes) throws Exception {
		this.request.addHeader("Origin", origin);
		assertThat(passes()).isEqualTo(passes);
	}

	@ParameterizedTest
	@CsvSource({ "GET, true", "HEAD, true", "OPTIONS, true", "POST, false", "DELETE, false", "PUT, false" })
	void onlyRequestsThatChangeSomethingAreRefused(String method, boolean passes) throws Exception {
		this.request.setMethod(method);
		this.request.addHeader("Sec-Fetch-Site", "cross-site");
		assertThat(passes()).isEqualTo(passes);
	}

	@Test
	void refusalSaysWhy() throws Exception {
		this.request.addHeader("Origin", "https://example.org");
		assertThat(passes()).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(403);
		assertThat(this.response.getContentType()).isEqualTo("application/problem+json");
		assertThat(this.response.getContentAsString()).contains("page of another origin");
	}

	@Test
	void pageIsNotToBeShownInAFrame() throws Exception {
		assertThat(passes()).isTrue();
		assertThat(this.response.getHeader("X-Frame-Options")).isEqualTo("DENY");
	}

	private boolean passes() throws Exception {
		MockFilterChain chain = new MockFilterChain();
		new CrossOriginGuard().doFilter(this.request, this.response, chain);
		return chain.getRequest() != null;
	}

}
