package io.github.workerthreads.offload;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;

import io.github.workerthreads.pool.WorkerPool;
import io.github.workerthreads.pool.WorkerPools;
import io.github.workerthreads.runtime.MethodCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that offloading works with every kind of proxy and bean.
 */
class OffloadProxyTests {

	@Test
	void classProxyOffloadsGenericOverloadedAndDefaultMethods() {
		try (OffloadContext context = OffloadContext.of(WideUpper.class)) {
			WideUpper upper = context.getBean(WideUpper.class);
			assertThat(upper.apply("a")).startsWith("A worker-default-");
			assertThat(upper.apply("a", 2)).isEqualTo("AA " + Thread.currentThread().getName());
			assertThat(upper.twice("b")).startsWith("B worker-images-");
			Step<Object> raw = context.getBean(Step.class);
			assertThat(raw.apply("c")).asString().startsWith("C worker-default-");
			assertThat(upper.later("d").join()).startsWith("D worker-default-");
		}
	}

	@Test
	void interfaceProxyOffloadsGenericAndDefaultMethods() {
		try (OffloadContext context = OffloadContext.withInterfaceProxies(Upper.class)) {
			Step<String> upper = context.getBean(Step.class);
			assertThat(Proxy.isProxyClass(upper.getClass())).isTrue();
			assertThat(upper.apply("a")).startsWith("A worker-default-");
			assertThat(upper.twice("b")).startsWith("B worker-images-");
		}
	}

	@Test
	void finalClassWithInterfaceGetsProxyOfInterface() {
		try (OffloadContext context = OffloadContext.of(FinalUpper.class, RecordUpper.class)) {
			assertThat(context.getBeansOfType(Step.class).values()).hasSize(2).allSatisfy((step) -> {
				assertThat(AopUtils.isJdkDynamicProxy(step)).isTrue();
				assertThat(step.apply("a")).asString().startsWith("A worker-default-");
			});
		}
	}

	@Test
	void inheritedGenericReturnTypeIsResolved() {
		try (OffloadContext context = OffloadContext.of(FutureStep.class)) {
			assertThat(context.getBean(FutureStep.class).run("e").join()).startsWith("e worker-default-");
		}
	}

	@Test
	void circularReferencesAreProxied() {
		try (OffloadContext context = OffloadContext.of(Left.class, Right.class)) {
			assertThat(context.getBean(Left.class).throughRight()).startsWith("worker-default-");
			assertThat(context.getBean(Right.class).throughLeft()).startsWith("worker-images-");
		}
	}

	@Test
	void productOfFactoryBeanIsProxied() {
		try (OffloadContext context = OffloadContext.of(UpperFactory.class)) {
			assertThat(context.getBean(Step.class).apply("a")).asString().startsWith("A worker-default-");
		}
	}

	@Test
	void beanThatIsProxyAlreadyIsProxied() {
		try (OffloadContext context = OffloadContext.of(ProxiedConfiguration.class)) {
			assertThat(context.getBean("jdk", Step.class).apply("a")).asString().startsWith("A worker-default-");
			assertThat(context.getBean("cglib", Step.class).apply("a")).asString().startsWith("A worker-default-");
			assertThat(context.getBean("lambda", Sayer.class).say()).startsWith("worker-default-");
		}
	}

	@Test
	void prototypeAndScopedBeansAreProxied() {
		try (OffloadContext context = OffloadContext.of(Prototype.class, Scoped.class)) {
			String name = context.getBeanNamesForType(Prototype.class)[0];
			Prototype first = context.getBean(name, Prototype.class);
			Prototype second = context.getBean(name, Prototype.class);
			assertThat(first).isNotSameAs(second);
			assertThat(first.thread()).startsWith("worker-default-");
			assertThat(second.thread()).startsWith("worker-default-");
			assertThat(context.getBean(Scoped.class).thread()).startsWith("worker-default-");
			assertThat(offloadAdvisors(context.getBean(ScopedProxyUtils.getTargetBeanName(nameOf(context)))))
				.hasSize(1);
		}
	}

	@Test
	void adviceBehindOursFindsInvocationOnWorker() throws Exception {
		try (OffloadContext context = OffloadContext.of(Prototype.class)) {
			ProxyFactory factory = new ProxyFactory(new Upper());
			factory.setProxyTargetClass(true);
			factory.addAdvisor(ExposeInvocationInterceptor.ADVISOR);
			factory.addAdvisor(context.getBean(OffloadAdvisor.class));
			CompletableFuture<Object[]> seen = new CompletableFuture<>();
			factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) (invocation) -> {
				seen.complete(new Object[] { Thread.currentThread().getName(),
						ExposeInvocationInterceptor.currentInvocation() == invocation });
				return invocation.proceed();
			});
			assertThat(((Upper) factory.getProxy()).apply("a")).startsWith("A worker-default-");
			assertThat(seen.get()[0]).asString().startsWith("worker-default-");
			assertThat(seen.get()[1]).isEqualTo(true);
		}
	}

	@Test
	void proxyOfEachBeanHasAnAdvisorOfItsOwn() {
		try (OffloadContext context = OffloadContext.of(TwoBeans.class)) {
			assertThat(offloadAdvisors(context.getBean("one"))).hasSize(1)
				.doesNotContainAnyElementsOf(offloadAdvisors(context.getBean("two")))
				.doesNotContain(context.getBean(OffloadAdvisor.class));
		}
	}

	@Test
	void callsCarryTheNameOfTheirBean() {
		try (OffloadContext context = OffloadContext.of(TwoBeans.class, RecordingPools.class, Left.class,
				Right.class)) {
			context.getBean("two", Prototype.class).thread();
			context.getBean("one", Prototype.class).thread();
			context.getBean(Left.class).throughRight();
			assertThat(context.getBean(RecordingPools.class).beanNames).containsExactly("two", "one",
					context.getBeanNamesForType(Right.class)[0]);
		}
	}

	@Test
	void finalProductOfFactoryBeanGetsProxyOfInterface() {
		try (OffloadContext context = OffloadContext.of(FinalFactory.class)) {
			assertThat(context.getBean(Step.class).apply("a")).asString().startsWith("A worker-default-");
		}
	}

	@Test
	void aheadOfTimeProcessingMakesProxyClasses() {
		GenericApplicationContext context = new GenericApplicationContext();
		new AnnotatedBeanDefinitionReader(context).register(OffloadContext.OffloadConfiguration.class, Upper.class,
				FinalUpper.class, RecordUpper.class);
		AopConfigUtils.registerAutoProxyCreatorIfNecessary(context);
		AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(context);
		try (context) {
			RuntimeHints hints = new RuntimeHints();
			context.refreshForAotProcessing(hints);
			assertThat(hints.proxies().jdkProxyHints())
				.anySatisfy((hint) -> assertThat(hint.getProxiedInterfaces()).extracting(TypeReference::getSimpleName)
					.contains("Step"));
			assertThat(context.getType(context.getBeanNamesForType(Upper.class)[0])).isEqualTo(Upper.class);
		}
	}

	@Test
	void adviceInFrontSeesTheCallersArguments() {
		try (OffloadContext context = OffloadContext.of(Prototype.class)) {
			ProxyFactory factory = new ProxyFactory(new ListClearer());
			factory.setProxyTargetClass(true);
			List<Object> after = new java.util.ArrayList<>();
			factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) (invocation) -> {
				Object result = invocation.proceed();
				after.add(invocation.getArguments()[0]);
				return result;
			});
			factory.addAdvisor(context.getBean(OffloadAdvisor.class));
			List<String> argument = new java.util.ArrayList<>(List.of("kept"));
			((ListClearer) factory.getProxy()).clear(argument);
			assertThat(argument).containsExactly("kept");
			assertThat(after).singleElement().isSameAs(argument);
		}
	}

	private static String nameOf(OffloadContext context) {
		return context.getBeanNamesForType(Scoped.class)[0].replace("scopedTarget.", "");
	}

	private static List<OffloadAdvisor> offloadAdvisors(Object bean) {
		return java.util.Arrays.stream(((Advised) bean).getAdvisors())
			.filter(OffloadAdvisor.class::isInstance)
			.map(OffloadAdvisor.class::cast)
			.toList();
	}

	private static String onThread(String text) {
		return text + " " + Thread.currentThread().getName();
	}

	interface Step<T> {

		@OffloadToWorker
		T apply(T value);

		@OffloadToWorker("images")
		default T twice(T value) {
			return value;
		}

	}

	static class Upper implements Step<String> {

		@Override
		public String apply(String value) {
			return onThread(value.toUpperCase());
		}

		String apply(String value, int times) {
			return onThread(value.toUpperCase().repeat(times));
		}

		@Override
		public String twice(String value) {
			return onThread(value.toUpperCase());
		}

	}

	static class WideUpper extends Upper {

		@OffloadToWorker
		CompletableFuture<String> later(String value) {
			return CompletableFuture.completedFuture(onThread(value.toUpperCase()));
		}

	}

	static final class FinalUpper implements Step<String> {

		@Override
		public String apply(String value) {
			return onThread(value.toUpperCase());
		}

	}

	record RecordUpper() implements Step<String> {

		@Override
		public String apply(String value) {
			return onThread(value.toUpperCase());
		}

	}

	abstract static class GenericStep<R> {

		@OffloadToWorker
		R run(String value) {
			return make(onThread(value));
		}

		abstract R make(String value);

	}

	static class FutureStep extends GenericStep<CompletableFuture<String>> {

		@Override
		CompletableFuture<String> make(String value) {
			return CompletableFuture.completedFuture(value);
		}

	}

	static class Left {

		@Autowired
		private Right right;

		String throughRight() {
			return this.right.thread();
		}

		@OffloadToWorker("images")
		String thread() {
			return Thread.currentThread().getName();
		}

	}

	static class Right {

		@Autowired
		private Left left;

		String throughLeft() {
			return this.left.thread();
		}

		@OffloadToWorker
		String thread() {
			return Thread.currentThread().getName();
		}

	}

	static class UpperFactory implements FactoryBean<Step<?>> {

		@Override
		public Step<?> getObject() {
			return new FinalOrNot();
		}

		@Override
		public Class<?> getObjectType() {
			return Step.class;
		}

	}

	static class FinalFactory implements FactoryBean<Step<String>> {

		@Override
		public Step<String> getObject() {
			return new FinalUpper();
		}

		@Override
		public Class<?> getObjectType() {
			return Step.class;
		}

	}

	static class RecordingPools implements BeanPostProcessor {

		final List<String> beanNames = new CopyOnWriteArrayList<>();

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean instanceof WorkerPools pools) {
				return new WorkerPools(pools.all().stream().map(this::recording).toList());
			}
			return bean;
		}

		private WorkerPool recording(WorkerPool pool) {
			return (WorkerPool) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { WorkerPool.class },
					(self, method, arguments) -> {
						if (arguments != null && arguments[0] instanceof MethodCall call) {
							this.beanNames.add(call.signature().beanName());
						}
						return method.invoke(pool, arguments);
					});
		}

	}

	static class FinalOrNot extends Upper {

	}

	interface Sayer {

		@OffloadToWorker
		String say();

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxiedConfiguration {

		@Bean
		Step<?> jdk() {
			return (Step<?>) new ProxyFactory(new Upper()).getProxy();
		}

		@Bean
		Object cglib() {
			ProxyFactory factory = new ProxyFactory(new Upper());
			factory.setProxyTargetClass(true);
			return factory.getProxy();
		}

		@Bean
		Sayer lambda() {
			return () -> Thread.currentThread().getName();
		}

	}

	@Scope("prototype")
	static class Prototype {

		@OffloadToWorker
		String thread() {
			return Thread.currentThread().getName();
		}

	}

	@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class Scoped extends Prototype {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoBeans {

		@Bean
		Prototype one() {
			return new Prototype();
		}

		@Bean
		@Lazy
		Prototype two(ConfigurableListableBeanFactory beanFactory) {
			return new Prototype();
		}

	}

	static class ListClearer {

		@OffloadToWorker
		void clear(List<String> list) {
			list.clear();
		}

	}

}
