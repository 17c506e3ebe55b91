/** The part of humanparser 2.7.0 that is used; the package carries no types. */
declare module 'humanparser' {
  interface ParsedName {
    firstName?: string;
    middleName?: string;
    lastName?: string;
    salutation?: string;
    suffix?: string;
  }
  const parser: { parseName(name: string): ParsedName };
  export = parser;
}
