package io.github.workerthreads.offload;

import java.util.Arrays;
import java.util.List;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;

import io.github.workerthreads.runtime.MethodCall;

/**
 * Makes the bodies of the calls of one method. Most methods have no other advice after
 * ours, which saves the copy of the invocation that the others need; what a proxy has is
 * looked at again when the number of its advisors changes. Thread-safe.
 */
final class BodyFactory {

	private volatile @Nullable Finding finding;

	/**
	 * Return the body of a call.
	 * @param invocation the call, which has come to our advice
	 * @return runs the rest of it
	 */
	MethodCall.Invoker create(ProxyMethodInvocation invocation) {
		Object target = invocation.getThis();
		if (target == null || !(invocation.getProxy() instanceof Advised proxy)) {
			return new AdvisedBody(invocation);
		}
		Finding finding = this.finding;
		if (finding == null || finding.proxy() != proxy || finding.advisors() != proxy.getAdvisorCount()) {
			finding = new Finding(proxy, proxy.getAdvisorCount(), isLast(proxy.getAdvisors(), invocation, target));
			this.finding = finding;
		}
		return (finding.isLast()) ? new PlainBody(target, invocation.getMethod()) : new AdvisedBody(invocation);
	}

	private static boolean isLast(Advisor[] advisors, MethodInvocation invocation, Object target) {
		List<Advisor> all = Arrays.asList(advisors);
		int own = 0;
		while (own < all.size() && !(all.get(own).getAdvice() instanceof OffloadInterceptor)) {
			own++;
		}
		return own < all.size() && all.subList(own + 1, all.size())
			.stream()
			.noneMatch((advisor) -> mayApply(advisor, invocation, target.getClass()));
	}

	private static boolean mayApply(Advisor advisor, MethodInvocation invocation, Class<?> targetClass) {
		if (!(advisor instanceof PointcutAdvisor pointcutAdvisor)) {
			return true;
		}
		Pointcut pointcut = pointcutAdvisor.getPointcut();
		return pointcut.getClassFilter().matches(targetClass)
				&& pointcut.getMethodMatcher().matches(invocation.getMethod(), targetClass);
	}

	/**
	 * What was found on a proxy.
	 *
	 * @param proxy the proxy
	 * @param advisors the number of its advisors
	 * @param isLast whether our advice is the last one
	 */
	private record Finding(Advised proxy, int advisors, boolean isLast) {

	}

}
