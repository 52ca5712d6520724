package io.github.workerthreads.isolated;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Has the tariff.
 */
@Configuration
public class TariffConfiguration {

	@Bean
	Tariff tariff(@Value("${tariff.per-line}") int perLine) {
		return (order) -> order.lines().size() * perLine();
	}

	@Bean
	Integer perLine() {
		return this.perLine;
	}

	@Value("${tariff.per-line}")
	private int perLine;

}
