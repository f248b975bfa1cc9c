'use client';

import { type DatasetExample } from '@lintel/console-contract';
import { type DatasetVersion, type RegisteredModel } from '@lintel/contracts';
import { Section, taskView, useLanguage, useSession, useUiMessages, writeTarget } from '@lintel/ui';
import { Button, Table } from '@mantine/core';
import { pagesOf, useAddressParameter } from '../address/use-address-parameter';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { useModelWords } from '../models/model-words';
import { fetchExamples } from './client';
import { LabelPicture } from './label-picture';
import classes from './datasets.module.css';

const STEP = 25;

export interface ExamplesSectionProps {
  readonly model: RegisteredModel;
  readonly version: DatasetVersion;
}

/** The examples of a dataset version that people labelled, with their part of the split. */
export function ExamplesSection({ model, version }: ExamplesSectionProps) {
  const text = useText();
  const words = text.datasets.examples;
  const [pages, setPages] = useAddressParameter('examples');
  const count = pagesOf(pages) * STEP;
  const data = useData({
    key: version.id,
    part: count,
    load: (signal) => fetchExamples(model.name, version.id, count, signal),
    // A version never changes.
    watch: { tables: [], modelName: model.name },
  });
  return (
    <Section title={words.title}>
      <DataView data={data}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <p>{words.none}</p>
          ) : (
            <>
              <ExampleTable examples={items} model={model} />
              {nextCursor !== null && (
                <Button
                  size="xs"
                  variant="default"
                  mt="md"
                  loading={items.length < count}
                  onClick={() => setPages(String(pagesOf(pages) + 1))}
                >
                  {text.general.more}
                </Button>
              )}
            </>
          )
        }
      </DataView>
    </Section>
  );
}

interface ExampleTableProps {
  readonly examples: readonly DatasetExample[];
  readonly model: RegisteredModel;
}

function ExampleTable({ examples, model }: ExampleTableProps) {
  const { labels, examples: words } = useText().datasets;
  const { locale, format } = useLanguage();
  const { parts } = useUiMessages();
  const { nameTitle } = useModelWords();
  const reader = { locale, format, nameOf: (name: string) => nameTitle(model.name, name) };
  const { input } = taskView(model.task);
  const mayLook = useSession().may('predictions:read', model.vertical);
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label={words.title}>
      <Table verticalSpacing={6} className={classes['labels'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{labels.input[input]}</Table.Th>
            <Table.Th scope="col">{labels.said}</Table.Th>
            <Table.Th scope="col">{words.part}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {examples.map(({ labelId, inputSha256, target, part }) => {
            const said = writeTarget(model.task, target, reader);
            return (
              <Table.Tr key={labelId}>
                <Table.Td>
                  {mayLook && input === 'picture' ? (
                    <LabelPicture modelName={model.name} id={labelId} name={said} />
                  ) : (
                    <code title={inputSha256}>{inputSha256.slice(0, 12)}</code>
                  )}
                </Table.Td>
                <Table.Td>{said}</Table.Td>
                <Table.Td>{parts[part]}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
