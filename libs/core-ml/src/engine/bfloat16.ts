import { readFileSync } from 'node:fs';
import { nativeBackend } from './native-backend';

/** The names that Linux gives to the processor features, on x86 and on ARM. */
const INSTRUCTIONS = /^(?:flags|Features)\s*:.*\b(?:avx512_bf16|amx_bf16|bf16)\b/m;

/**
 * Whether the engine's device computes in bfloat16 natively. Other devices emulate it and are slower than in float32.
 * Returns true if this can't be determined. Loads the engine.
 */
export function computesInBfloat16(cpuInfo = readCpuInfo()): boolean {
  return nativeBackend().isUsingGpuDevice || cpuInfo === undefined || INSTRUCTIONS.test(cpuInfo);
}

/** Returns undefined if the system has no such file. */
function readCpuInfo(): string | undefined {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return undefined;
  }
}
