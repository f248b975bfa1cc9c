import { basename, sep } from 'node:path';

/** What only people and compilers read, and tests. Licences stay. */
const NOT_RUN = [
  /\.(?:d\.)?[cm]?tsx?$/,
  /\.map$/,
  /\.tsbuildinfo$/,
  /\.(?:md|markdown)$/i,
  /\.(?:spec|test)\.[cm]?[jt]sx?$/,
];

/** Of a package that brings its native code for every platform: `…/bin/napi-v6/<platform>/<architecture>/…`. */
const NATIVE = /\/onnxruntime-node\/bin\/napi-v\d+\/(?<platform>[^/]+)(?:\/(?<architecture>[^/]+))?/;

export interface Target {
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
}

/**
 * Whether a file or folder of a package is of use where the app runs.
 * @param path absolute
 */
export function isOfUse(path: string, { platform, architecture }: Target): boolean {
  // Whoever asks copies every package by itself.
  if (basename(path) === 'node_modules') return false;
  const native = NATIVE.exec(path.split(sep).join('/'))?.groups;
  if (native !== undefined) {
    if (native['platform'] !== platform) return false;
    if (native['architecture'] !== undefined && native['architecture'] !== architecture) return false;
  }
  return !NOT_RUN.some((pattern) => pattern.test(path));
}
