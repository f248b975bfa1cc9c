import { type ReactNode } from 'react';
import { parseBlocks, type MarkdownBlock } from './blocks';
import { type MarkdownInline } from './inline';
import classes from './markdown.module.css';

export interface MarkdownProps {
  readonly text: string;
  /** Level of the text's first heading, so that it fits the page. Default: 3. */
  readonly headingLevel?: number;
}

/** A text written in Markdown. HTML in it is shown as text. */
export function Markdown({ text, headingLevel = 3 }: MarkdownProps) {
  return (
    <div className={classes['text']}>
      {parseBlocks(text).map((block, index) => (
        <Block key={index} block={block} headingLevel={headingLevel} />
      ))}
    </div>
  );
}

interface BlockProps {
  readonly block: MarkdownBlock;
  readonly headingLevel: number;
}

function Block({ block, headingLevel }: BlockProps) {
  switch (block.kind) {
    case 'heading': {
      const Heading = `h${Math.min(6, block.level - 1 + headingLevel)}` as 'h3';
      return (
        <Heading data-level={block.level}>
          <Inlines content={block.content} />
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Inlines content={block.content} />
        </p>
      );
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List>
          {block.items.map((item, index) => (
            <li key={index}>{item.map((inner, part) => itemPart(inner, part, headingLevel))}</li>
          ))}
        </List>
      );
    }
    case 'table':
      return <MarkdownTable {...block} />;
  }
}

/** The first words of an item are beside its mark. */
function itemPart(block: MarkdownBlock, part: number, headingLevel: number): ReactNode {
  if (part === 0 && block.kind === 'paragraph') return <Inlines key={part} content={block.content} />;
  return <Block key={part} block={block} headingLevel={headingLevel} />;
}

function MarkdownTable({ head, rows, right }: Extract<MarkdownBlock, { kind: 'table' }>) {
  const side = (column: number) => (right[column] === true ? { 'data-right': true } : {});
  return (
    <div className={classes['scroll']} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" {...side(column)}>
                <Inlines content={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} {...side(column)}>
                  <Inlines content={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inlines({ content }: { readonly content: readonly MarkdownInline[] }) {
  return content.map((inline, index) => <Inline key={index} inline={inline} />);
}

function Inline({ inline }: { readonly inline: MarkdownInline }) {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return <code>{inline.text}</code>;
    case 'strong':
      return (
        <strong>
          <Inlines content={inline.children} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Inlines content={inline.children} />
        </em>
      );
    case 'link':
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer">
          <Inlines content={inline.children} />
        </a>
      );
  }
}
