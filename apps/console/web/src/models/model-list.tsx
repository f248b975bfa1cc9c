'use client';

import { type RegisteredModel } from '@lintel/contracts';
import { ModelIcon, PageHead, Section, SortableTable, StateMessage, StatusBadge, useLanguage } from '@lintel/ui';
import Link from 'next/link';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { fetchModels } from './client';
import { ModeTag } from './mode-tag';
import { useModelWords } from './model-words';
import classes from './models.module.css';

export function ModelList() {
  const text = useText().models;
  const data = useData({
    key: 'models',
    load: fetchModels,
    watch: { tables: ['model', 'model_version', 'model_alias', 'label', 'dataset_version'] },
  });
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      <DataView data={data}>
        {(models) => (models.length === 0 ? <NoModel /> : <ModelTable models={models} />)}
      </DataView>
    </>
  );
}

export function NoModel() {
  const text = useText().models.empty;
  return (
    <StateMessage kind="empty" icon={<ModelIcon size={26} />} title={text.title}>
      <p>{text.body}</p>
    </StateMessage>
  );
}

function ModelTable({ models }: { readonly models: readonly RegisteredModel[] }) {
  const text = useText();
  const { format } = useLanguage();
  const { column } = text.models;
  const { modelTitle } = useModelWords();
  return (
    <Section title={text.models.all}>
      <SortableTable
        name="models"
        caption={text.models.allCaption}
        rows={models}
        columns={[
          {
            key: 'title',
            label: column.model,
            value: ({ name, title }) => modelTitle(name, title),
            show: ({ name, title }) => (
              <Link href={addressOf.model(name)} className={classes['name'] ?? ''}>
                {modelTitle(name, title)}
                <small>{name}</small>
              </Link>
            ),
          },
          { key: 'vertical', label: column.vertical, value: ({ vertical }) => vertical },
          {
            key: 'champion',
            label: column.champion,
            value: ({ champion }) => champion?.number ?? 0,
            show: ({ champion }) =>
              champion === null ? (
                <StatusBadge tone="warn">{text.models.noChampion}</StatusBadge>
              ) : (
                <Link href={addressOf.version(champion.versionId)}>
                  {text.models.versionTitle(format.integer(champion.number))}
                </Link>
              ),
          },
          {
            key: 'challenger',
            label: column.challenger,
            value: ({ challenger }) => challenger?.number ?? 0,
            show: ({ challenger }) =>
              challenger === null ? (
                '–'
              ) : (
                <span className={classes['inline']}>
                  <Link href={addressOf.version(challenger.versionId)}>
                    {text.models.versionTitle(format.integer(challenger.number))}
                  </Link>
                  <ModeTag mode={challenger.mode} />
                </span>
              ),
          },
          {
            key: 'versions',
            label: column.versions,
            value: ({ versions }) => versions,
            show: ({ versions }) => format.integer(versions),
          },
          {
            key: 'newLabels',
            label: column.newLabels,
            value: ({ newLabels }) => newLabels,
            show: ({ name, newLabels }) => <Link href={addressOf.datasets(name)}>{format.integer(newLabels)}</Link>,
          },
        ]}
      />
    </Section>
  );
}
