/** The one entry point of this library that touches the disk; nothing that runs in a browser imports it. */
export { prepareFolder, temporaryPath, writeAtomically } from './files/atomic-file';
export { readError, systemCode, writeError } from './files/file-error';
