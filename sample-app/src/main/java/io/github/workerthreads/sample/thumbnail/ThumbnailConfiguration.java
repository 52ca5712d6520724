package io.github.workerthreads.sample.thumbnail;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/**
 * What {@link ThumbnailService} needs, in the application and in the workers of pool
 * {@code images}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ThumbnailProperties.class)
class ThumbnailConfiguration {

}
