'use client';

import { type RegisteredModel } from '@lintel/contracts';
import { DatasetIcon, PageHead, StateMessage } from '@lintel/ui';
import { useSearchParams } from 'next/navigation';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { ModelChoice } from '../models/model-choice';
import { fetchDatasets } from './client';
import { DatasetDetail } from './dataset-detail';
import { DatasetTable } from './dataset-table';
import { ExamplesSection } from './examples-section';
import { LabelsSection } from './labels-section';

export function DatasetsScreen() {
  const text = useText().datasets;
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      <ModelChoice address={(name) => addressOf.datasets(name)}>
        {(model) => <DataOfModel key={model.name} model={model} />}
      </ModelChoice>
    </>
  );
}

function DataOfModel({ model }: { readonly model: RegisteredModel }) {
  const text = useText().datasets;
  const asked = useSearchParams().get('version');
  const data = useData({
    key: model.name,
    load: (signal) => fetchDatasets(model.name, signal),
    watch: { tables: ['dataset_version'], modelName: model.name },
  });
  return (
    <>
      <DataView data={data}>
        {(versions) => {
          const index = Math.max(
            versions.findIndex(({ id }) => id === asked),
            0,
          );
          const shown = versions[index];
          if (shown === undefined) {
            return (
              <StateMessage kind="empty" icon={<DatasetIcon size={26} />} title={text.empty.title}>
                <p>{text.empty.body}</p>
              </StateMessage>
            );
          }
          return (
            <>
              <DatasetTable
                versions={versions}
                shown={shown.id}
                onShow={(id) => window.history.replaceState(null, '', addressOf.datasets(model.name, id))}
              />
              <DatasetDetail version={shown} before={versions[index + 1] ?? null} />
              <ExamplesSection key={shown.id} model={model} version={shown} />
            </>
          );
        }}
      </DataView>
      <LabelsSection model={model} />
    </>
  );
}
