package dev.plimsoll.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Marks tests against the real kernel, in namespaces of their own. They need root, connection
 * tracking in the kernel, and the commands {@code ip}, {@code nft} and {@code conntrack}. Where one
 * is missing they are skipped and say why; where the environment says {@code CI=true} they fail.
 *
 * <p>They run one after the other: some raise limits that all namespaces share.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("kernel")
@ExtendWith(KernelTestCondition.class)
@Execution(ExecutionMode.SAME_THREAD)
public @interface KernelTest {}
