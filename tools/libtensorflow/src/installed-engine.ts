import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { cacheFolder } from '@lintel/contracts';
import { SOURCES_REVISION } from './binding-sources';
import { engineLayout, type EngineLayout } from './engine-layout';
import {
  chooseFlavour,
  choosePlatform,
  type EngineFlavour,
  type EnginePlatform,
  type Machine,
} from './engine-platform';
import { engineRelease, TENSORFLOW_VERSION, type EngineRelease } from './engine-release';
import { findTfjsPackage, isLinked, type TfjsPackage } from './tfjs-package';

/** An engine that is ready for training. */
export interface EngineInfo {
  /** Version of TensorFlow, e.g. "2.21.0". */
  readonly version: string;
  readonly flavour: EngineFlavour;
  readonly platform: EnginePlatform;
  /** Its folder, outside the project. */
  readonly folder: string;
}

/** The engine that this machine and these settings require, installed or not. */
export interface EnginePlan {
  readonly release: EngineRelease;
  readonly layout: EngineLayout;
  readonly tfjs: TfjsPackage;
}

/** @throws LintelError INVALID_CONFIGURATION, TOOL_MISSING */
export function planEngine(environment: NodeJS.ProcessEnv, machine: Machine): EnginePlan {
  const platform = choosePlatform(machine);
  const flavour = chooseFlavour(environment['LINTEL_ENGINE'], platform, machine);
  const release = engineRelease(platform, flavour);
  const tfjs = findTfjsPackage();
  const cache = resolve(cacheFolder(environment, homedir()));
  return { release, tfjs, layout: engineLayout(cache, release, `${tfjs.version}-${SOURCES_REVISION}`) };
}

export function engineInfo({ release: { flavour, platform }, layout: { folder } }: EnginePlan): EngineInfo {
  return { version: TENSORFLOW_VERSION, flavour, platform, folder };
}

/** Whether all files are in place; nothing is loaded. */
export function isInstalled(plan: EnginePlan): boolean {
  return hasLibraries(plan) && isLinked(plan.tfjs, plan.layout.binding);
}

/** Whether the cache holds the verified libraries of exactly this release. */
export function hasLibraries({ release, layout }: EnginePlan): boolean {
  try {
    return readFileSync(layout.marker, 'utf8') === markerText(release) && existsSync(layout.coreLibrary);
  } catch {
    return false;
  }
}

export async function markInstalled({ release, layout }: EnginePlan): Promise<void> {
  await writeFile(layout.marker, markerText(release));
}

function markerText({ platform, flavour, wheels }: EngineRelease): string {
  const contents = wheels.map(({ requirement, sha256 }) => ({ requirement, sha256 }));
  return `${JSON.stringify({ tensorflow: TENSORFLOW_VERSION, platform, flavour, wheels: contents }, null, 2)}\n`;
}
