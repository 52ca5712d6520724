package io.github.workerthreads.pool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What a class logs, as long as this is open. Thread-safe.
 */
final class LogRecords extends Handler implements AutoCloseable {

	private final Logger logger;

	private final Predicate<LogRecord> filter;

	private final Level level;

	private final List<LogRecord> records = new CopyOnWriteArrayList<>();

	/**
	 * Listen to a class.
	 * @param source the class
	 * @param filter which records count
	 */
	LogRecords(Class<?> source, Predicate<LogRecord> filter) {
		this.logger = Logger.getLogger(source.getName());
		this.filter = filter;
		this.level = this.logger.getLevel();
		this.logger.setLevel(Level.ALL);
		this.logger.addHandler(this);
	}

	List<LogRecord> all() {
		return this.records;
	}

	/**
	 * Return what was logged.
	 * @return the level and the text of each record
	 */
	List<String> texts() {
		return this.records.stream().map((record) -> record.getLevel() + " " + record.getMessage()).toList();
	}

	@Override
	public void publish(LogRecord record) {
		if (this.filter.test(record)) {
			this.records.add(record);
		}
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
		this.logger.removeHandler(this);
		this.logger.setLevel(this.level);
	}

}
