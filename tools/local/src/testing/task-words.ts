import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** Words by themselves that only a task knows the meaning of. */
const WORDS = new Set('accuracy accuracies auc aucs auroc aupro brier confusion ks recall recalls rmse iou'.split(' '));
/** Words that mean something of a task if they follow each other in one name. */
const PAIRS: readonly (readonly [RegExp, RegExp])[] = [
  [/^class$/, /^names?$/],
  [/^(macro|micro)$/, /^f$/],
  [/^(precision|map|ndcg)$/, /^at\d+$/],
  [/^average$/, /^precision$/],
  [/^nasa$/, /^score$/],
];

/** Tests, what only they use, and the folders of tasks may use the words. */
const EXEMPT = /\.spec\.tsx?$|\.d\.ts$|\/testing\/|\/tasks\/[^/]+\//;

/**
 * The files of some folders that use a word of a task, outside the folders of tasks.
 * @param folders relative to the root
 * @returns the words by file; both relative to the root, in order
 */
export function filesWithTaskWords(root: string, folders: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of folders.flatMap((folder) => sourcesIn(root, folder)).sort()) {
    if (EXEMPT.test(file)) continue;
    const words = taskWordsIn(readFileSync(join(root, file), 'utf8'), file.endsWith('x'));
    if (words.length > 0) found.set(file, words);
  }
  return found;
}

function sourcesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(node_modules|dist|out|\.next)$/.test(entry.name) ? [] : sourcesIn(root, path);
    return /\/src\/.*\.tsx?$/.test(path) ? [relative('.', path)] : [];
  });
}

/**
 * The words of tasks in the names and texts of a source file. Comments, the paths of imports and the attributes
 * `className` and `classNames` of JSX do not count.
 * @returns each word once, as it was written
 */
export function taskWordsIn(text: string, isJsx = false): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      node.forEachChild((child) => (child === node.moduleSpecifier ? undefined : visit(child)));
      return;
    }
    if (ts.isJsxAttribute(node) && /^classNames?$/.test(node.name.getText(source))) {
      if (node.initializer) visit(node.initializer);
      return;
    }
    if (
      ts.isIdentifier(node) ||
      ts.isStringLiteralLike(node) ||
      ts.isJsxText(node) ||
      ts.isTemplateLiteralToken(node)
    ) {
      for (const [name] of node.text.matchAll(/[A-Za-z0-9]+/g)) if (isTaskWord(name)) found.add(name);
    }
    node.forEachChild(visit);
  };
  const source = ts.createSourceFile(
    isJsx ? 'source.tsx' : 'source.ts',
    text,
    ts.ScriptTarget.Latest,
    false,
    isJsx ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  visit(source);
  return [...found].sort();
}

/** @param name such as `minimumRecall` or `AUC` */
function isTaskWord(name: string): boolean {
  const words = [...name.matchAll(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|\d+/g)].map(([word]) => word.toLowerCase());
  return words.some(
    (word, at) =>
      WORDS.has(word) || PAIRS.some(([first, second]) => first.test(word) && second.test(words[at + 1] ?? '')),
  );
}
