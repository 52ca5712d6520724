package io.github.workerthreads.pool;

import java.util.List;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.workerthreads.runtime.thread.ThreadWorkerRuntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WorkerPools}.
 */
class WorkerPoolsTests {

	private final WorkerPool images = build("images");

	private final WorkerPool reports = build("reports");

	private final WorkerPools pools = new WorkerPools(List.of(this.images, this.reports));

	@AfterEach
	void close() {
		this.images.close();
		this.reports.close();
	}

	@Test
	void poolIsFoundByItsName() {
		assertThat(this.pools.get("images")).isSameAs(this.images);
		assertThat(this.pools.find("reports")).isSameAs(this.reports);
		assertThat(this.pools.find("mail")).isNull();
		assertThat(this.pools.all()).map(WorkerPool::name).containsExactly("images", "reports");
	}

	@Test
	void poolThatIsMissingIsNamedWithThoseThatThereAre() {
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> this.pools.get("mail"))
			.withMessage("There is no worker pool named 'mail', only [images, reports]");
	}

	@Test
	void nameThatTwoPoolsHaveIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new WorkerPools(List.of(this.images, this.images)))
			.withMessage("Two worker pools are named 'images'");
	}

	private static WorkerPool build(String name) {
		return new WorkerPoolBuilder().size(1).minSize(0).build(name, new ThreadWorkerRuntime());
	}

}
