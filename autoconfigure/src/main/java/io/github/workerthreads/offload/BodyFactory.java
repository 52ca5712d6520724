package io.github.workerthreads.offload;

import java.lang.reflect.Method;
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
		if (finding == null || !finding.isOf(proxy, target, invocation.getMethod())) {
			finding = find(proxy, target, invocation);
			this.finding = finding;
		}
		return (finding.plainBody() != null) ? finding.plainBody() : new AdvisedBody(invocation);
	}

	private static Finding find(Advised proxy, Object target, ProxyMethodInvocation invocation) {
		PlainBody body = new PlainBody(target, invocation.getMethod());
		boolean last = isLast(proxy.getAdvisors(), invocation, target);
		return new Finding(proxy, proxy.getAdvisorCount(), target, invocation.getMethod(), (last) ? body : null);
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
	 * @param target the bean
	 * @param method the method that is called
	 * @param plainBody the rest of a call if our advice is the last one, or {@code null}
	 */
	private record Finding(Advised proxy, int advisors, Object target, Method method, @Nullable PlainBody plainBody) {

		boolean isOf(Advised proxy, Object target, Method method) {
			return this.proxy == proxy && this.target == target && (this.method == method || this.method.equals(method))
					&& this.advisors == proxy.getAdvisorCount();
		}

	}

}
