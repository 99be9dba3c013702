//! Real elections of `../shared/data`, where they are beside the project.
