export { giveFiles, openBrowser, seriousViolations, visit, type FileInPage, type Visit } from './browser';
export { startBuiltProgram, type BuiltProgram } from './built-program';
export { describeInBrowser, findChromium } from './chromium';
export { policyViolations } from './policy-violations';
