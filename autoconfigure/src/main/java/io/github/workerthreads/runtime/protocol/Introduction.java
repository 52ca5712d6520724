package io.github.workerthreads.runtime.protocol;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

import org.jspecify.annotations.Nullable;

import io.github.workerthreads.worker.SharedMemoryHandle;

/**
 * What a child learns first, by its standard input: how to reach its parent.
 *
 * @param address where to connect
 * @param token proves that it is the child
 * @param maxBody the most bytes of a frame's body
 * @param memory shared memory for the data connection, or {@code null} for none
 * @param spins whether to look for frames for a moment before sleeping
 */
public record Introduction(SocketAddress address, String token, int maxBody, @Nullable SharedMemoryHandle memory,
		boolean spins) {

	/**
	 * Write it.
	 * @param output where to
	 * @throws IOException if that fails
	 */
	public void write(DataOutput output) throws IOException {
		boolean unix = this.address instanceof UnixDomainSocketAddress;
		output.writeBoolean(unix);
		if (unix) {
			output.writeUTF(this.address.toString());
		}
		else {
			output.writeInt(((InetSocketAddress) this.address).getPort());
		}
		output.writeUTF(this.token);
		output.writeInt(this.maxBody);
		output.writeUTF((this.memory != null) ? this.memory.file() : "");
		output.writeInt((this.memory != null) ? this.memory.byteLength() : 0);
		output.writeBoolean(this.spins);
	}

	/**
	 * Read it.
	 * @param input where from
	 * @return the introduction
	 * @throws IOException if it has ended
	 */
	public static Introduction read(DataInput input) throws IOException {
		SocketAddress address = (input.readBoolean()) ? UnixDomainSocketAddress.of(input.readUTF())
				: new InetSocketAddress(InetAddress.getLoopbackAddress(), input.readInt());
		String token = input.readUTF();
		int maxBody = input.readInt();
		String file = input.readUTF();
		int length = input.readInt();
		SharedMemoryHandle memory = (file.isEmpty()) ? null : new SharedMemoryHandle(file, length);
		return new Introduction(address, token, maxBody, memory, input.readBoolean());
	}

}
