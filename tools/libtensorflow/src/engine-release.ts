import { type EngineFlavour, type EnginePlatform } from './engine-platform';

/** The TensorFlow release that the project trains on, on every platform. */
export const TENSORFLOW_VERSION = '2.21.0';

/** One file of the Python package index, pinned by its content. */
export interface PinnedWheel {
  /** Package and version in pip's notation, e.g. "tensorflow-cpu==2.21.0". */
  readonly requirement: string;
  readonly file: string;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** The files for one kind of machine. */
export interface EngineRelease {
  readonly platform: EnginePlatform;
  readonly flavour: EngineFlavour;
  readonly wheels: readonly PinnedWheel[];
  /** File names of the two libraries in the folder `tensorflow`. */
  readonly libraries: { readonly core: string; readonly framework: string };
  /** Bytes used on disk while installing, including the wheels. */
  readonly peakBytes: number;
}

const ELF = { core: 'libtensorflow_cc.so.2', framework: 'libtensorflow_framework.so.2' };
const MACH_O = { core: 'libtensorflow_cc.2.dylib', framework: 'libtensorflow_framework.2.dylib' };

export const ENGINE_RELEASES: readonly EngineRelease[] = [
  {
    platform: 'linux-x64',
    flavour: 'cpu',
    wheels: [
      {
        requirement: 'tensorflow-cpu==2.21.0',
        file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
        sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
        bytes: 273_829_956,
      },
    ],
    libraries: ELF,
    peakBytes: 1_200_000_000,
  },
  {
    platform: 'linux-x64',
    flavour: 'cuda',
    wheels: [
      {
        requirement: 'tensorflow==2.21.0',
        file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
        sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
        bytes: 572_440_367,
      },
      {
        requirement: 'nvidia-cublas-cu12==12.8.4.1',
        file: 'nvidia_cublas_cu12-12.8.4.1-py3-none-manylinux_2_27_x86_64.whl',
        sha256: '8ac4e771d5a348c551b2a426eda6193c19aa630236b418086020df5ba9667142',
        bytes: 594_346_921,
      },
      {
        requirement: 'nvidia-cuda-cupti-cu12==12.8.90',
        file: 'nvidia_cuda_cupti_cu12-12.8.90-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
        sha256: 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
        bytes: 10_248_621,
      },
      {
        requirement: 'nvidia-cuda-nvcc-cu12==12.8.93',
        file: 'nvidia_cuda_nvcc_cu12-12.8.93-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl',
        sha256: '2d6dc36fb7cb5ac9c0b8825bc13d193c35487a315664007287d0126531238011',
        bytes: 40_128_098,
      },
      {
        requirement: 'nvidia-cuda-nvrtc-cu12==12.8.93',
        file: 'nvidia_cuda_nvrtc_cu12-12.8.93-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl',
        sha256: 'a7756528852ef889772a84c6cd89d41dfa74667e24cca16bb31f8f061e3e9994',
        bytes: 88_040_029,
      },
      {
        requirement: 'nvidia-cuda-runtime-cu12==12.8.90',
        file: 'nvidia_cuda_runtime_cu12-12.8.90-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
        sha256: 'adade8dcbd0edf427b7204d480d6066d33902cab2a4707dcfc48a2d0fd44ab90',
        bytes: 954_765,
      },
      {
        requirement: 'nvidia-cudnn-cu12==9.10.2.21',
        file: 'nvidia_cudnn_cu12-9.10.2.21-py3-none-manylinux_2_27_x86_64.whl',
        sha256: '949452be657fa16687d0930933f032835951ef0892b37d2d53824d1a84dc97a8',
        bytes: 706_758_467,
      },
      {
        requirement: 'nvidia-cufft-cu12==11.3.3.83',
        file: 'nvidia_cufft_cu12-11.3.3.83-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
        sha256: '4d2dd21ec0b88cf61b62e6b43564355e5222e4a3fb394cac0db101f2dd0d4f74',
        bytes: 193_118_695,
      },
      {
        requirement: 'nvidia-curand-cu12==10.3.9.90',
        file: 'nvidia_curand_cu12-10.3.9.90-py3-none-manylinux_2_27_x86_64.whl',
        sha256: 'b32331d4f4df5d6eefa0554c565b626c7216f87a06a4f56fab27c3b68a830ec9',
        bytes: 63_619_976,
      },
      {
        requirement: 'nvidia-cusolver-cu12==11.7.3.90',
        file: 'nvidia_cusolver_cu12-11.7.3.90-py3-none-manylinux_2_27_x86_64.whl',
        sha256: '4376c11ad263152bd50ea295c05370360776f8c3427b30991df774f9fb26c450',
        bytes: 267_506_905,
      },
      {
        requirement: 'nvidia-cusparse-cu12==12.5.8.93',
        file: 'nvidia_cusparse_cu12-12.5.8.93-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
        sha256: '1ec05d76bbbd8b61b06a80e1eaf8cf4959c3d4ce8e711b65ebd0443bb0ebb13b',
        bytes: 288_216_466,
      },
      {
        requirement: 'nvidia-nccl-cu12==2.27.7',
        file: 'nvidia_nccl_cu12-2.27.7-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
        sha256: 'de5ba5562f08029a19cb1cd659404b18411ed0d6c90ac5f52f30bf99ad5809aa',
        bytes: 322_546_339,
      },
      {
        requirement: 'nvidia-nvjitlink-cu12==12.8.93',
        file: 'nvidia_nvjitlink_cu12-12.8.93-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl',
        sha256: '81ff63371a7ebd6e6451970684f916be2eab07321b73c9d244dc2b4da7f73b88',
        bytes: 39_254_836,
      },
    ],
    libraries: ELF,
    peakBytes: 9_000_000_000,
  },
  {
    platform: 'linux-arm64',
    flavour: 'cpu',
    wheels: [
      {
        requirement: 'tensorflow==2.21.0',
        file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl',
        sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
        bytes: 281_828_020,
      },
    ],
    libraries: ELF,
    peakBytes: 1_250_000_000,
  },
  {
    platform: 'darwin-arm64',
    flavour: 'cpu',
    wheels: [
      {
        requirement: 'tensorflow==2.21.0',
        file: 'tensorflow-2.21.0-cp311-cp311-macosx_12_0_arm64.whl',
        sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
        bytes: 223_405_849,
      },
    ],
    libraries: MACH_O,
    peakBytes: 1_100_000_000,
  },
];

/** The release for a platform and a flavour that {@link chooseFlavour} accepted. */
export function engineRelease(platform: EnginePlatform, flavour: EngineFlavour): EngineRelease {
  const release = ENGINE_RELEASES.find((one) => one.platform === platform && one.flavour === flavour);
  if (release === undefined) throw new TypeError(`No release is pinned for ${platform} with ${flavour}.`);
  return release;
}

/** The platform tag that pip must request: the last one in the file's name. */
export function platformTag({ file }: PinnedWheel): string {
  const tags = file.slice(0, -'.whl'.length).split('-').at(-1) ?? '';
  return tags.split('.').at(-1) ?? '';
}
