"""Words of two languages and two scripts: how they sound, what they mean, how they are typed."""
