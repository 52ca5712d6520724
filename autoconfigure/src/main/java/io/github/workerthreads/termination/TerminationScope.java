package io.github.workerthreads.termination;

/**
 * Class loader whose classes have termination points.
 */
public interface TerminationScope {

	/**
	 * Return what stops the code of this loader's classes.
	 * @return the switch
	 */
	TerminationSwitch terminationSwitch();

}
