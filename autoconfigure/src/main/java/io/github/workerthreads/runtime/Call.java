package io.github.workerthreads.runtime;

/**
 * What a worker is to run. A call is made on the caller's thread and
 * {@linkplain WorkerRuntime#prepare(Call) prepared} there, which clones what crosses
 * over.
 */
public sealed interface Call permits FunctionCall, MethodCall, LambdaCall, ScriptCall, InitializerCall, BeanCall {

}
