export { findCompiler } from './compile-binding';
export { ensureEngine, type EnsureEngineOptions } from './ensure-engine';
export { type EngineFlavour, type EnginePlatform } from './engine-platform';
export { engineStatus, type EngineMissing } from './engine-status';
export { type InstallProgress, type OnInstallProgress } from './install-progress';
export { type EngineInfo } from './installed-engine';
export { findPip } from './pip';
