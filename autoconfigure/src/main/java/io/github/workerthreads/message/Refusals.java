package io.github.workerthreads.message;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The types whose values never cross over, with the reason and the remedy. They are known
 * by name, those of libraries too, so that no library is needed.
 */
final class Refusals {

	private static final Map<String, String> REASONS = new HashMap<>();

	static {
		refuse("is a thread; send the data that it works on", "java.lang.Thread", "java.lang.ThreadGroup");
		refuse("is a class loader; send the names of classes", "java.lang.ClassLoader");
		refuse("is a stream or file that only one side can use; send its bytes, or what was read from it",
				"java.io.InputStream", "java.io.OutputStream", "java.io.Reader", "java.io.Writer",
				"java.io.RandomAccessFile", "java.nio.channels.Channel", "java.net.Socket", "java.net.ServerSocket",
				"java.net.DatagramSocket", "java.net.URLConnection", "org.springframework.web.multipart.MultipartFile");
		refuse("is a database resource of one side's transaction; send the rows", "java.sql.Connection",
				"java.sql.Statement", "java.sql.ResultSet", "java.sql.Blob", "java.sql.Clob", "java.sql.Array",
				"java.sql.Struct", "javax.sql.DataSource", "jakarta.persistence.EntityManager",
				"jakarta.persistence.EntityManagerFactory", "jakarta.persistence.Query",
				"javax.persistence.EntityManager", "javax.persistence.EntityManagerFactory");
		refuse("can be consumed only once; collect it into a list and send that", "java.util.stream.BaseStream",
				"java.util.Iterator", "java.util.Enumeration", "java.util.Spliterator", "org.reactivestreams.Publisher",
				"java.util.concurrent.Flow$Publisher");
		refuse("completes on one side only; wait for its result and send that", "java.util.concurrent.Future",
				"java.util.concurrent.CompletionStage");
		refuse("belongs to the threads of one side; send the value that it holds", "java.lang.ThreadLocal");
		refuse("synchronizes threads, and a copy would synchronize nothing; keep it out of the message",
				"java.util.concurrent.locks.Lock", "java.util.concurrent.locks.ReadWriteLock",
				"java.util.concurrent.locks.Condition", "java.util.concurrent.locks.AbstractOwnableSynchronizer",
				"java.util.concurrent.locks.StampedLock", "java.util.concurrent.Semaphore",
				"java.util.concurrent.CountDownLatch", "java.util.concurrent.CyclicBarrier",
				"java.util.concurrent.Phaser", "java.util.concurrent.Exchanger");
		refuse("generates random numbers, which a copy would repeat; send a seed", "java.util.Random",
				"java.util.random.RandomGenerator");
		refuse("depends on the garbage collector; send what it refers to", "java.lang.ref.Reference",
				"java.lang.ref.ReferenceQueue", "java.lang.ref.Cleaner", "java.util.WeakHashMap");
		refuse("runs code on threads of its own; let the worker have one itself", "java.util.concurrent.Executor",
				"java.util.concurrent.CompletionService", "java.util.Timer", "java.util.TimerTask");
		refuse("is a hold on a process or on code; send data", "java.lang.Process", "java.lang.ProcessHandle",
				"java.lang.Runtime", "java.lang.Module", "java.lang.invoke.MethodHandle", "java.lang.invoke.VarHandle",
				"java.lang.invoke.MethodHandles$Lookup");
		refuse("is a logger; make its field static", "org.slf4j.Logger", "java.util.logging.Logger",
				"java.lang.System$Logger", "org.apache.commons.logging.Log", "org.apache.logging.log4j.Logger",
				"org.jboss.logging.Logger");
		refuse("belongs to a request that may end before the work does; send the values that the work needs",
				"jakarta.servlet.ServletRequest", "jakarta.servlet.ServletResponse", "jakarta.servlet.ServletContext",
				"jakarta.servlet.http.HttpSession", "jakarta.servlet.http.Part", "javax.servlet.ServletRequest",
				"javax.servlet.ServletResponse", "javax.servlet.ServletContext", "javax.servlet.http.HttpSession",
				"javax.servlet.http.Part", "org.springframework.web.context.request.RequestAttributes",
				"org.springframework.web.server.ServerWebExchange", "org.springframework.web.server.WebSession",
				"org.springframework.http.HttpInputMessage", "org.springframework.http.HttpOutputMessage",
				"org.springframework.http.ReactiveHttpInputMessage",
				"org.springframework.http.ReactiveHttpOutputMessage");
		refuse("is part of the application, not data; inject it into the bean that does the work",
				"org.springframework.beans.factory.BeanFactory", "org.springframework.core.env.Environment",
				"org.springframework.transaction.TransactionManager",
				"org.springframework.transaction.TransactionExecution");
		refuse("is a proxy of Spring; send the data behind it", "org.springframework.aop.SpringProxy",
				"org.springframework.aop.framework.Advised", "org.springframework.cglib.proxy.Factory");
		refuse("is a lazy proxy of Hibernate; send a DTO, or what Hibernate.unproxy returns for it",
				"org.hibernate.proxy.HibernateProxy");
		refuse("belongs to a session of Hibernate; send a DTO, or a collection of java.util with the same elements",
				"org.hibernate.collection.spi.PersistentCollection");
	}

	/**
	 * Parts of the names that generators of proxies give to classes.
	 */
	private static final List<String> PROXIES = List.of("$$SpringCGLIB$$", "$$EnhancerBy", "_$$_jvst", "_$$_javassist",
			"$HibernateProxy$", "$ByteBuddy$", "$MockitoMock$");

	private Refusals() {
	}

	private static void refuse(String reason, String... types) {
		for (String type : types) {
			REASONS.put(type, reason);
		}
	}

	static @Nullable TypePlan planFor(Class<?> type, BackEnd backEnd) {
		String reason = reason(type);
		return (reason != null) ? new RefusedPlan(reason) : null;
	}

	/**
	 * Return why values of a type never cross over.
	 * @param type a class or interface
	 * @return the reason and the remedy, or {@code null} if there is none
	 */
	static @Nullable String reason(Class<?> type) {
		String why = why(type);
		return (why != null) ? "%s %s".formatted(describe(type), why) : null;
	}

	private static @Nullable String why(Class<?> type) {
		if (isLambda(type)) {
			return "is code, which cannot be copied; send data, or a WorkerFunction by its class";
		}
		String inherited = inherited(type);
		if (inherited != null) {
			return inherited;
		}
		if (isProxy(type)) {
			return "is a generated proxy; send the data behind it";
		}
		if (JdkTypes.isJdk(type) && AutoCloseable.class.isAssignableFrom(type)) {
			return "is a resource that one side has to close; send its content";
		}
		return null;
	}

	private static @Nullable String inherited(Class<?> type) {
		String reason = REASONS.get(type.getName());
		if (reason == null && type.getSuperclass() != null) {
			reason = inherited(type.getSuperclass());
		}
		for (Class<?> parent : type.getInterfaces()) {
			reason = (reason != null) ? reason : inherited(parent);
		}
		return reason;
	}

	private static boolean isLambda(Class<?> type) {
		return type.isHidden() || type.getName().contains("$$Lambda");
	}

	private static boolean isProxy(Class<?> type) {
		if (Proxy.isProxyClass(type) && !Annotation.class.isAssignableFrom(type)) {
			return true;
		}
		for (String part : PROXIES) {
			if (type.getName().contains(part)) {
				return true;
			}
		}
		return false;
	}

	private static String describe(Class<?> type) {
		return isLambda(type) ? "a lambda or method reference" : type.getTypeName();
	}

}
