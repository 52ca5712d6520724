package io.github.workerthreads.message;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.message.JdkThrowables.Kind;

/**
 * How to construct exceptions of the module {@code java.sql}, which may be absent.
 */
final class SqlThrowables {

	static final Kind KIND = new Kind(SQLException.class, String.class, String.class, int.class) {

		@Override
		@Nullable Object[] arguments(Throwable original, @Nullable String message) {
			SQLException exception = (SQLException) original;
			return new @Nullable Object[] { message, exception.getSQLState(), exception.getErrorCode() };
		}

		@Override
		@Nullable Throwable link(Throwable original) {
			return ((SQLException) original).getNextException();
		}

		@Override
		void link(Throwable copy, Throwable next) {
			((SQLException) copy).setNextException((SQLException) next);
		}

	};

	private SqlThrowables() {
	}

}
