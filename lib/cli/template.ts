import { packageFile, packageFilesIn } from './package-files';

/** Templates of `init`, by name; each is a repository of that name in the folder `templates` of this package. */
export const TEMPLATES = {
  app: { name: 'my-rag', className: 'MyRag' },
  platform: { name: 'my-platform', className: 'MyPlatform' },
} as const;
export type TemplateName = keyof typeof TEMPLATES;

/** A file of a repository, by its path from the repository's root. */
export interface TemplateFile {
  readonly path: string;
  readonly content: string;
}

/** Workflow command that checks one folder per environment; an existing app has a single folder. */
const EACH_ENVIRONMENT = 'for environment in dist/*/; do npx cdk8s-kotaemon check "$environment"; done';
/** Files that a repository has already, whatever it is. */
const OF_A_REPOSITORY = ['.gitignore', 'README.md', 'cdk8s.yaml', 'main.ts', 'package.json', 'tsconfig.json'];

/** A template's files, under the name that the user gives. */
export function repositoryFiles(template: TemplateName, name: string): TemplateFile[] {
  const { name: itsName, className: itsClass } = TEMPLATES[template];
  const renamed = (text: string): string => text.replaceAll(itsName, name).replaceAll(itsClass, classNameOf(name));
  return packageFilesIn(`templates/${template}`).map((path) => ({
    path: renamed(path.replaceAll('dot-', '.')),
    content: renamed(packageFile(`templates/${template}/${path}`).toString()),
  }));
}

/**
 * Returns the files that a template adds to an existing repository with a single output folder: its chart in a separate
 * folder, and the workflow.
 */
export function addedFiles(template: TemplateName, name: string): TemplateFile[] {
  return repositoryFiles(template, name).filter(({ path }) => !OF_A_REPOSITORY.includes(path)).map(({ path, content }) => (
    path.startsWith('.github/')
      ? { path, content: content.replace('SCENARIO: ', `SCENARIO: ${name}/`).replaceAll('/production/', '/').replace(EACH_ENVIRONMENT, `npx cdk8s-kotaemon check dist/${name}.k8s.yaml`) }
      : { path: `${name}/${path}`, content: content.replace('=node_modules/', '=../node_modules/') }
  ));
}

/** The packages that a template's repository names. */
export function packagesOf(template: TemplateName): string[] {
  const { dependencies, devDependencies } = manifestOf(template);
  return Object.keys({ ...dependencies, ...devDependencies });
}

/** The package.json of a template's repository. */
export function manifestOf(template: TemplateName): { dependencies: Record<string, string>; devDependencies: Record<string, string>; jest: object } {
  return JSON.parse(packageFile(`templates/${template}/package.json`).toString());
}

/** 'ShopSearch' of 'shop-search'. */
export function classNameOf(name: string): string {
  return name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
