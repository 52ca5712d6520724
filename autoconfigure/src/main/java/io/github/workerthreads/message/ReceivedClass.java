package io.github.workerthreads.message;

/**
 * A class that a message names.
 *
 * @param type the class
 * @param plan how its instances are rebuilt
 */
record ReceivedClass(Class<?> type, TypePlan plan) {

}
