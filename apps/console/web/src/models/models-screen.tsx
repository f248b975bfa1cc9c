'use client';

import { useSearchParams } from 'next/navigation';
import { ModelList } from './model-list';
import { ModelScreen } from './model-screen';

export function ModelsScreen() {
  const name = useSearchParams().get('name');
  return name === null ? <ModelList /> : <ModelScreen key={name} name={name} />;
}
