import { type ESLint } from 'eslint';

declare const house: ESLint.Plugin & { readonly rules: NonNullable<ESLint.Plugin['rules']> };
export = house;
