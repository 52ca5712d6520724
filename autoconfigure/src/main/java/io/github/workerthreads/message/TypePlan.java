package io.github.workerthreads.message;

/**
 * How values of one class are taken apart and rebuilt. A plan knows one class and no
 * message: what carries a message, copier or codec, walks the values and asks their
 * plans. Plans are immutable and hold on to nothing but their class, so they are
 * thread-safe and die with its class loader.
 */
abstract sealed class TypePlan permits SharedPlan, RefusedPlan, ValuePlan, ValueForm, NodePlan {

}
