import { type ModelVersion } from '@lintel/contracts';
import { type ReactNode } from 'react';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { fetchVersion } from './client';

export interface JudgedVersionProps {
  readonly versionId: string;
  readonly modelName: string;
  readonly children: (version: ModelVersion) => ReactNode;
}

/** A version with its gate report, read again whenever the gates have judged. */
export function JudgedVersion({ versionId, modelName, children }: JudgedVersionProps) {
  const data = useData({
    key: versionId,
    load: (signal) => fetchVersion(versionId, signal),
    watch: { tables: ['gate_report'], modelName },
  });
  return <DataView data={data}>{children}</DataView>;
}
