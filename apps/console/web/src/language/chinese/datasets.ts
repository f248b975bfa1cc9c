import { type datasets as english } from '../english/datasets';

export const datasets: typeof english = {
  title: '数据',
  intro: '数据集版本，以及人工给出的标签。',
};
