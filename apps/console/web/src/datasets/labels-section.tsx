'use client';

import { type Label, type RegisteredModel } from '@lintel/contracts';
import { Section, StatusBadge, taskView, useLanguage, useSession, writeTarget } from '@lintel/ui';
import { Button, Table } from '@mantine/core';
import { pagesOf, useAddressParameter } from '../address/use-address-parameter';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { useModelWords } from '../models/model-words';
import { fetchLabels } from './client';
import { LabelPicture } from './label-picture';
import classes from './datasets.module.css';

const STEP = 25;

/** Verdicts of people on predictions, newest first. */
export function LabelsSection({ model }: { readonly model: RegisteredModel }) {
  const text = useText();
  const { format } = useLanguage();
  const words = text.datasets.labels;
  const [pages, setPages] = useAddressParameter('pages');
  const count = pagesOf(pages) * STEP;
  const data = useData({
    key: model.name,
    part: count,
    load: (signal) => fetchLabels(model.name, count, signal),
    watch: { tables: ['label'], modelName: model.name },
  });
  return (
    <Section
      title={words.title}
      aside={<StatusBadge tone="quiet">{words.fresh(format.integer(model.newLabels))}</StatusBadge>}
    >
      <DataView data={data}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <p>{words.none}</p>
          ) : (
            <>
              <LabelTable labels={items} model={model} />
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

interface LabelTableProps {
  readonly labels: readonly Label[];
  readonly model: RegisteredModel;
}

function LabelTable({ labels, model }: LabelTableProps) {
  const text = useText().datasets.labels;
  const { locale, format } = useLanguage();
  const { nameTitle } = useModelWords();
  const reader = { locale, format, nameOf: (name: string) => nameTitle(model.name, name) };
  const view = taskView(model.task);
  const mayLook = useSession().may('predictions:read', model.vertical);
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label={text.title}>
      <Table verticalSpacing={6} className={classes['labels'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{text.input[view.input]}</Table.Th>
            <Table.Th scope="col">{text.said}</Table.Th>
            <Table.Th scope="col">{text.predicted}</Table.Th>
            <Table.Th scope="col">{text.author}</Table.Th>
            <Table.Th scope="col">{text.when}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {labels.map((label) => {
            const { id, task, author, givenAt, inputSha256 } = label;
            const predicted = writeTarget(task, label.predicted, reader);
            const target = label.target === null ? null : writeTarget(task, label.target, reader);
            return (
              <Table.Tr key={id}>
                <Table.Td>
                  {mayLook && view.input === 'picture' ? (
                    <LabelPicture modelName={model.name} id={id} name={target ?? predicted} />
                  ) : (
                    <code title={inputSha256}>{inputSha256.slice(0, 12)}</code>
                  )}
                </Table.Td>
                <Table.Td>
                  {target === null ? (
                    <StatusBadge tone="quiet">{text.takenBack}</StatusBadge>
                  ) : (
                    <span className={classes['version']}>
                      {target}
                      {view.exactLabels && (
                        <StatusBadge tone={target === predicted ? 'good' : 'bad'}>
                          {target === predicted ? text.right : text.corrected}
                        </StatusBadge>
                      )}
                    </span>
                  )}
                </Table.Td>
                <Table.Td>{predicted}</Table.Td>
                <Table.Td>{author}</Table.Td>
                <Table.Td>{format.dateTime(givenAt)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
