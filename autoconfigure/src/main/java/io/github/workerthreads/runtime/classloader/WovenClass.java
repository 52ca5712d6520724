package io.github.workerthreads.runtime.classloader;

/**
 * Bytes of a class with termination points.
 *
 * @param bytes the class file
 * @param location where it was found, as the beginning of its URL
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record WovenClass(byte[] bytes, String location) {

	/**
	 * Stands for a class of this library, which is everybody's.
	 */
	static final WovenClass SHARED = new WovenClass(new byte[0], "");

	boolean isShared() {
		return this.bytes.length == 0;
	}

}
