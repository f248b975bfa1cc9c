import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The green of weathered copper; white text on shade 7 has a contrast of 5.6. */
const verdigris: MantineColorsTuple = [
  '#e8f6f4',
  '#d3ebe7',
  '#a8d8d0',
  '#78c2b7',
  '#4dada0',
  '#2c9a8c',
  '#138577',
  '#08736a',
  '#06615a',
  '#034c47',
];

const stone: MantineColorsTuple = [
  '#f7f8f8',
  '#eff1f1',
  '#e3e6e6',
  '#d3d8d8',
  '#b9c0c0',
  '#99a2a2',
  '#758080',
  '#566161',
  '#3c4646',
  '#242b2b',
];

const slate: MantineColorsTuple = [
  '#d9dedd',
  '#b9c1c0',
  '#939d9c',
  '#66706f',
  '#3d4646',
  '#313939',
  '#262d2d',
  '#1b2121',
  '#151a1a',
  '#0f1313',
];

const SYSTEM_FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

export const theme = createTheme({
  primaryColor: 'verdigris',
  primaryShade: { light: 7, dark: 7 },
  colors: { verdigris, gray: stone, dark: slate },
  fontFamily: SYSTEM_FONTS,
  headings: {
    fontFamily: SYSTEM_FONTS,
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1.125rem', lineHeight: '1.4' } },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Colours with a meaning, and the few of Mantine's that are too pale for small text. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#566161',
    '--mantine-color-error': '#b3421f',
    '--lintel-page': '#f5f7f6',
    '--lintel-surface': '#ffffff',
    '--lintel-border': '#dde2e1',
    '--lintel-sunken': '#edf1f0',
    '--lintel-right': '#08736a',
    '--lintel-wrong': '#b3421f',
    '--lintel-danger': '#b3421f',
    '--lintel-unsure': '#8a5200',
    '--lintel-unsure-bg': '#fdf0d9',
    '--lintel-series-1': '#08736a',
    '--lintel-series-2': '#c2571f',
    '--lintel-series-3': '#758080',
    '--lintel-series-4': '#5b4fb3',
    '--lintel-series-5': '#9a7407',
    '--lintel-series-6': '#b0366f',
  },
  dark: {
    '--mantine-color-dimmed': '#a3adac',
    '--mantine-color-error': '#f0936b',
    '--mantine-color-body': '#1a2020',
    '--lintel-page': '#121616',
    '--lintel-surface': '#1a2020',
    '--lintel-border': '#2f3737',
    '--lintel-sunken': '#232a2a',
    '--lintel-right': '#5fc4b6',
    '--lintel-wrong': '#f0936b',
    '--lintel-danger': '#b3421f',
    '--lintel-unsure': '#f3bd66',
    '--lintel-unsure-bg': '#3a2c12',
    '--lintel-series-1': '#4fbfb0',
    '--lintel-series-2': '#f0936b',
    '--lintel-series-3': '#8b9594',
    '--lintel-series-4': '#a59bf0',
    '--lintel-series-5': '#dcbb4f',
    '--lintel-series-6': '#ec7fb0',
  },
});
