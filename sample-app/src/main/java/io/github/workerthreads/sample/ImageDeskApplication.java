package io.github.workerthreads.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Image desk: an application whose heavy, and hostile, work runs on worker threads.
 */
@SpringBootApplication
public class ImageDeskApplication {

	/**
	 * Run the application.
	 * @param args the arguments of the command line
	 */
	public static void main(String[] args) {
		SpringApplication.run(ImageDeskApplication.class, args);
	}

}
