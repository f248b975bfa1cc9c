import { existsSync } from 'node:fs';
import { LintelError } from '@lintel/contracts';

export type EnginePlatform = 'linux-x64' | 'linux-arm64' | 'darwin-arm64';
export type EngineFlavour = 'cpu' | 'cuda';

/** The facts on which the choice of an engine depends. */
export interface Machine {
  readonly os: NodeJS.Platform;
  /** As in `process.arch`. */
  readonly architecture: string;
  /** Whether an NVIDIA driver and device are present. */
  readonly hasNvidiaGpu: boolean;
}

const PLATFORMS: readonly EnginePlatform[] = ['linux-x64', 'linux-arm64', 'darwin-arm64'];
const OLDEST_GLIBC = [2, 27] as const;

export function thisMachine(): Machine {
  return { os: process.platform, architecture: process.arch, hasNvidiaGpu: hasNvidiaGpu(existsSync) };
}

/**
 * In a container on a GPU machine the driver's folder is visible even if the container has no GPU, so the device must
 * be present too. Under WSL the driver is a library of Windows.
 */
export function hasNvidiaGpu(exists: (path: string) => boolean): boolean {
  return (
    (exists('/proc/driver/nvidia/version') && exists('/dev/nvidiactl')) ||
    (exists('/dev/dxg') && exists('/usr/lib/wsl/lib/libcuda.so.1'))
  );
}

/** @throws LintelError INVALID_CONFIGURATION if no TensorFlow is published for the machine */
export function choosePlatform({ os, architecture }: Machine): EnginePlatform {
  const platform = PLATFORMS.find((one) => one === `${os}-${architecture}`);
  if (platform !== undefined) return platform;
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: 'There is no native TensorFlow for this machine, so it cannot train. Serving works without.',
    expected: PLATFORMS.join(', '),
    received: `${os}-${architecture}`,
    cure:
      os === 'win32' ? 'Train in WSL 2, which is Linux.' : 'Train on one of these, and serve the exported model here.',
  });
}

/**
 * @param wanted value of LINTEL_ENGINE; if undefined or empty: CUDA if there is a supported GPU
 * @throws LintelError INVALID_CONFIGURATION for a flavour that the platform does not have
 */
export function chooseFlavour(wanted: string | undefined, platform: EnginePlatform, machine: Machine): EngineFlavour {
  const available: readonly EngineFlavour[] = platform === 'linux-x64' ? ['cpu', 'cuda'] : ['cpu'];
  if (wanted === undefined || wanted === '') {
    return machine.hasNvidiaGpu && available.includes('cuda') ? 'cuda' : 'cpu';
  }
  const flavour = available.find((one) => one === wanted);
  if (flavour !== undefined) return flavour;
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: `LINTEL_ENGINE names an engine that ${platform} does not have.`,
    expected: available.join(' or '),
    received: wanted,
    cure: `Unset LINTEL_ENGINE, or set it to ${available.join(' or ')}.`,
  });
}

/**
 * The libraries need the GNU C library, which Alpine Linux does not have.
 * @param glibc version, e.g. "2.36"; undefined if there is none
 * @throws LintelError INVALID_CONFIGURATION if it is missing or too old
 */
export function requireGlibc(platform: EnginePlatform, glibc: string | undefined): void {
  if (!platform.startsWith('linux')) return;
  const [major = 0, minor = 0] = (glibc ?? '').split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_GLIBC;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: 'TensorFlow needs a newer GNU C library (glibc) than this Linux has.',
    expected: `glibc ${OLDEST_GLIBC.join('.')} or newer`,
    received: glibc === undefined ? 'none (Alpine and other musl systems have none)' : `glibc ${glibc}`,
    cure: 'Train on Debian 10, Ubuntu 18.10, Fedora 28 or newer; in a container use an image such as node:22-bookworm.',
  });
}

/** Version of the C library that Node runs on; undefined without glibc. Takes some milliseconds. */
export function glibcVersion(): string | undefined {
  // Otherwise the report resolves the names of all network interfaces, which may take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime;
}
