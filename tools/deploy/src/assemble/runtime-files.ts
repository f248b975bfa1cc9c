import { basename, sep } from 'node:path';

/** Files that only people, compilers and tests read. Licences stay. */
const NOT_RUN = [
  /\.(?:d\.)?[cm]?tsx?$/,
  /\.map$/,
  /\.tsbuildinfo$/,
  /\.(?:md|markdown)$/i,
  /\.(?:spec|test)\.[cm]?[jt]sx?$/,
];

/** For a package that ships its native code for every platform: `…/bin/napi-v6/<platform>/<architecture>/…`. */
const NATIVE = /\/onnxruntime-node\/bin\/napi-v\d+\/(?<platform>[^/]+)(?:\/(?<architecture>[^/]+))?/;

export interface Target {
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
}

/**
 * Whether a file or folder of a package is needed where the app runs.
 * @param path absolute
 */
export function isOfUse(path: string, { platform, architecture }: Target): boolean {
  // The caller copies every package separately.
  if (basename(path) === 'node_modules') return false;
  const native = NATIVE.exec(path.split(sep).join('/'))?.groups;
  if (native !== undefined) {
    if (native['platform'] !== platform) return false;
    if (native['architecture'] !== undefined && native['architecture'] !== architecture) return false;
  }
  return !NOT_RUN.some((pattern) => pattern.test(path));
}
