import { readFileSync } from 'node:fs';
import { nativeBackend } from './native-backend';

/** As Linux names what a processor can do, on x86 and on ARM. */
const INSTRUCTIONS = /^(?:flags|Features)\s*:.*\b(?:avx512_bf16|amx_bf16|bf16)\b/m;

/**
 * Whether the engine's device computes in bfloat16 itself; where it does not, it imitates that and is slower than in
 * float32. What can't be found out counts as yes. Loads the engine.
 */
export function computesInBfloat16(cpuInfo = readCpuInfo()): boolean {
  return nativeBackend().isUsingGpuDevice || cpuInfo === undefined || INSTRUCTIONS.test(cpuInfo);
}

/** Undefined where the system has no such file. */
function readCpuInfo(): string | undefined {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return undefined;
  }
}
