/** The name of an app for people; as it is called in the configuration where there is none. */
export function appName(app: string, names: Readonly<Record<string, string>>): string {
  return names[app] ?? app;
}
