package io.github.workerthreads.termination;

import java.util.Map;
import java.util.Set;

import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Replaces calls that open or use sockets and channels by calls that remember them.
 */
final class TrackingMethodVisitor extends MethodVisitor {

	private static final Handle TRACK = new Handle(Opcodes.H_INVOKESTATIC,
			Type.getInternalName(TerminationPoints.class), "track",
			"(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;I)Ljava/lang/invoke/CallSite;",
			false);

	private static final Set<String> OF_SOCKETS = Set.of("connect", "getInputStream", "getOutputStream");

	private static final Set<String> OF_SERVERS = Set.of("accept");

	private static final Set<String> OF_DATAGRAMS = Set.of("receive", "send");

	private static final Set<String> OF_FACTORIES = Set.of("createSocket", "createServerSocket");

	private static final Set<String> OF_CHANNELS = Set.of("open", "accept", "bind", "connect");

	private static final Map<String, Set<String>> TRACKED = Map.ofEntries(Map.entry("java/net/Socket", OF_SOCKETS),
			Map.entry("javax/net/ssl/SSLSocket", OF_SOCKETS), Map.entry("java/net/ServerSocket", OF_SERVERS),
			Map.entry("javax/net/ssl/SSLServerSocket", OF_SERVERS), Map.entry("java/net/DatagramSocket", OF_DATAGRAMS),
			Map.entry("java/net/MulticastSocket", OF_DATAGRAMS), Map.entry("javax/net/SocketFactory", OF_FACTORIES),
			Map.entry("javax/net/ssl/SSLSocketFactory", OF_FACTORIES),
			Map.entry("javax/net/ServerSocketFactory", OF_FACTORIES),
			Map.entry("javax/net/ssl/SSLServerSocketFactory", OF_FACTORIES),
			Map.entry("java/nio/channels/SocketChannel", OF_CHANNELS),
			Map.entry("java/nio/channels/ServerSocketChannel", OF_CHANNELS),
			Map.entry("java/nio/channels/DatagramChannel", OF_CHANNELS),
			Map.entry("java/nio/channels/FileChannel", OF_CHANNELS),
			Map.entry("java/nio/channels/Selector", OF_CHANNELS),
			Map.entry("java/nio/channels/AsynchronousSocketChannel", OF_CHANNELS),
			Map.entry("java/nio/channels/AsynchronousServerSocketChannel", OF_CHANNELS));

	TrackingMethodVisitor(MethodVisitor next) {
		super(Opcodes.ASM9, next);
	}

	@Override
	public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
		if (opcode == Opcodes.INVOKESPECIAL || !TRACKED.getOrDefault(owner, Set.of()).contains(name)) {
			super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
			return;
		}
		boolean receiver = opcode == Opcodes.INVOKEVIRTUAL;
		String type = (receiver) ? "(L" + owner + ";" + descriptor.substring(1) : descriptor;
		Handle method = new Handle((receiver) ? Opcodes.H_INVOKEVIRTUAL : Opcodes.H_INVOKESTATIC, owner, name,
				descriptor, false);
		super.visitInvokeDynamicInsn(name, type, TRACK, method, (receiver) ? 1 : 0);
	}

}
