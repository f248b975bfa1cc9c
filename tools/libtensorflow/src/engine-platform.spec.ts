import {
  chooseFlavour,
  choosePlatform,
  glibcVersion,
  hasNvidiaGpu,
  requireGlibc,
  type Machine,
} from './engine-platform';

const linux: Machine = { os: 'linux', architecture: 'x64', hasNvidiaGpu: false };
const withGpu: Machine = { ...linux, hasNvidiaGpu: true };
const files =
  (...present: string[]) =>
  (path: string) =>
    present.includes(path);

describe('choosing the engine of a machine', () => {
  it('knows the platforms that TensorFlow is published for', () => {
    expect(choosePlatform(linux)).toBe('linux-x64');
    expect(choosePlatform({ ...linux, architecture: 'arm64' })).toBe('linux-arm64');
    expect(choosePlatform({ ...linux, os: 'darwin', architecture: 'arm64' })).toBe('darwin-arm64');
  });

  it('refuses any other platform and explains how to train anyway', () => {
    expect(() => choosePlatform({ ...linux, os: 'win32' })).toThrow(/win32-x64[^]*WSL 2/);
    expect(() => choosePlatform({ ...linux, os: 'darwin' })).toThrow(/darwin-x64[^]*serve the exported model/);
  });

  it('chooses CUDA if there is a GPU, and not otherwise', () => {
    expect(chooseFlavour(undefined, 'linux-x64', withGpu)).toBe('cuda');
    expect(chooseFlavour('', 'linux-x64', linux)).toBe('cpu');
    expect(chooseFlavour(undefined, 'linux-arm64', withGpu)).toBe('cpu');
  });

  it('can be overridden with LINTEL_ENGINE', () => {
    expect(chooseFlavour('cpu', 'linux-x64', withGpu)).toBe('cpu');
    expect(chooseFlavour('cuda', 'linux-x64', linux)).toBe('cuda');
  });

  it('refuses a LINTEL_ENGINE that is unknown or not available for the platform', () => {
    expect(() => chooseFlavour('tpu', 'linux-x64', linux)).toThrow(/expected: cpu or cuda[^]*received: tpu/);
    expect(() => chooseFlavour('cuda', 'darwin-arm64', linux)).toThrow(/darwin-arm64 does not have/);
  });

  it('takes a driver without a device as no GPU, as containers show the driver of their host', () => {
    expect(hasNvidiaGpu(files('/proc/driver/nvidia/version'))).toBe(false);
    expect(hasNvidiaGpu(files('/proc/driver/nvidia/version', '/dev/nvidiactl'))).toBe(true);
    expect(hasNvidiaGpu(files('/dev/dxg', '/usr/lib/wsl/lib/libcuda.so.1'))).toBe(true);
  });

  it('refuses a Linux whose C library is too old or not glibc', () => {
    expect(() => requireGlibc('linux-x64', '2.26')).toThrow(/2\.27 or newer[^]*glibc 2\.26/);
    expect(() => requireGlibc('linux-x64', undefined)).toThrow(/Alpine/);
    expect(() => requireGlibc('linux-x64', '2.27')).not.toThrow();
    expect(() => requireGlibc('darwin-arm64', undefined)).not.toThrow();
  });

  it('reads the version of the C library', () => {
    const expected = process.platform === 'linux' ? (expect.stringMatching(/^2\.\d+$/) as string) : undefined;
    expect(glibcVersion()).toEqual(expected);
  });
});
