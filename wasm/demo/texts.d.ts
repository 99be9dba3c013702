// Files that the bundler takes in as text.
declare module "*.blt" {
  const text: string;
  export default text;
}
declare module "*.pb" {
  const text: string;
  export default text;
}
declare module "*.csv" {
  const text: string;
  export default text;
}
