package io.github.workerthreads.runtime.child;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.management.JMException;
import javax.management.ObjectName;

import com.sun.management.HotSpotDiagnosticMXBean;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

import io.github.workerthreads.runtime.Diagnosis;
import io.github.workerthreads.runtime.protocol.DiagnosisRequest;
import io.github.workerthreads.runtime.protocol.Frame;
import io.github.workerthreads.runtime.protocol.FrameChannel;
import io.github.workerthreads.runtime.protocol.FrameType;

/**
 * Writes what this JVM knows to a file, beside what it does.
 */
final class ChildDiagnosis {

	private ChildDiagnosis() {
	}

	/**
	 * Start to write, on a thread of its own.
	 * @param frame the request
	 * @param control where to say that it is written, or why not
	 * @throws IOException if the frame is no request
	 */
	static void start(Frame frame, FrameChannel control) throws IOException {
		Diagnosis diagnosis = DiagnosisRequest.of(frame).diagnosis();
		Thread thread = new Thread(() -> answer(diagnosis, frame.id(), control), "worker-diagnosis");
		thread.setDaemon(true);
		thread.start();
	}

	private static void answer(Diagnosis diagnosis, long id, FrameChannel control) {
		String failure = "";
		try {
			write(diagnosis);
		}
		catch (Exception | LinkageError | OutOfMemoryError ex) {
			failure = ex.toString();
		}
		try {
			control.write(new Frame(FrameType.DIAGNOSED, id, 0, failure.getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			// The parent has ended
		}
	}

	private static void write(Diagnosis diagnosis) throws Exception {
		switch (diagnosis.kind()) {
			case THREAD_DUMP -> Files.writeString(diagnosis.file(), threads(), StandardOpenOption.CREATE_NEW);
			case HEAP_DUMP -> ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
				.dumpHeap(diagnosis.file().toString(), true);
			case RECORDING -> record(diagnosis.duration(), diagnosis.file());
		}
	}

	// The command of jcmd, since ThreadInfo leaves out frames
	private static String threads() throws JMException {
		Object text = ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "threadPrint",
					new Object[] { new String[] { "-l" } }, new String[] { String[].class.getName() });
		return String.valueOf(text);
	}

	private static void record(Duration duration, Path file) throws IOException, ParseException, InterruptedException {
		try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
			recording.start();
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
			recording.stop();
			recording.dump(file);
		}
	}

}
